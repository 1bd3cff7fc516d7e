-- name: service_point
INSERT INTO audit_log (account_id, account_name, program, device, network, action, subject_kind, subject_id, subject_name,
                       agency_id, service_point_id, before, after)
SELECT %(account_id)s, %(account_name)s, %(program)s, %(device)s, %(network)s, 'service_point.' || t.action, 'service_point',
       t.code, t.name, p.agency_id, t.record_id, changed.before, changed.after
FROM told t LEFT JOIN service_point p ON p.id = t.record_id,
LATERAL (SELECT CASE WHEN t.action <> 'add' THEN jsonb_object_agg(key, value -> 0) END AS before,
                jsonb_object_agg(key, value -> 1) AS after FROM jsonb_each(t.changes)) changed
ORDER BY t.code

-- name: agency
INSERT INTO audit_log (account_id, account_name, program, device, network, action, subject_kind, subject_id, subject_name,
                       agency_id, before, after)
SELECT %(account_id)s, %(account_name)s, %(program)s, %(device)s, %(network)s, 'agency.' || t.action, 'agency',
       t.code, t.name, t.record_id, changed.before, changed.after
FROM told t,
LATERAL (SELECT CASE WHEN t.action <> 'add' THEN jsonb_object_agg(key, value -> 0) END AS before,
                jsonb_object_agg(key, value -> 1) AS after FROM jsonb_each(t.changes)) changed
ORDER BY t.code

-- name: offering
-- What a service point offers stands in the service point's own history.
INSERT INTO audit_log (account_id, account_name, program, device, network, action, subject_kind, subject_id, subject_name,
                       agency_id, service_point_id, before, after)
SELECT %(account_id)s, %(account_name)s, %(program)s, %(device)s, %(network)s,
       CASE t.action WHEN 'hide' THEN 'offering.remove' WHEN 'show' THEN 'offering.add' ELSE 'offering.' || t.action END,
       'service_point', p.code, p.name_th, p.agency_id, p.id, changed.before, changed.after
FROM told t JOIN service_point p ON p.code = split_part(t.code, ' ', 1),
LATERAL (
    SELECT jsonb_object_agg(key, value -> 0) || CASE WHEN t.action IN ('hide', 'remove') THEN jsonb_build_object('procedure', split_part(t.code, ' ', 2)) ELSE '{}' END AS before,
           coalesce(jsonb_object_agg(key, value -> 1), '{}') || CASE WHEN t.action NOT IN ('hide', 'remove') THEN jsonb_build_object('procedure', split_part(t.code, ' ', 2)) ELSE '{}' END AS after
    FROM jsonb_each(t.changes)
) changed
ORDER BY t.code
