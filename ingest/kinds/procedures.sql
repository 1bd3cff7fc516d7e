-- name: stage
CREATE TEMPORARY TABLE staged (
    row integer, code text, title_th text, title_en text, agency_id integer, jurisdiction text, jurisdiction_of text,
    kind text, areas text[], online_url text, shown boolean, merged_into text,
    names_th text[], names_en text[], tags jsonb, manual jsonb, given text[]
) ON COMMIT DROP

-- name: add
WITH added AS (
    INSERT INTO procedure (code, title_th, title_en, agency_id, jurisdiction, jurisdiction_of, kind, areas, online_url, shown)
    SELECT s.code, s.title_th, s.title_en, s.agency_id,
           coalesce(s.jurisdiction, 'anywhere'), coalesce(s.jurisdiction_of, 'home'),
           coalesce(s.kind, 'other'), s.areas, s.online_url, s.merged_into IS NULL AND coalesce(s.shown, true)
    FROM staged s
    WHERE NOT EXISTS (SELECT FROM procedure p WHERE p.code = s.code)
    ORDER BY s.row
    RETURNING code
)
-- "added" is told to the next statement: all that an added procedure has is new, its names as its row
UPDATE staged s SET given = given || '{added}' FROM added a WHERE a.code = s.code

-- name: mark_changed
CREATE TEMPORARY TABLE procedure_change ON COMMIT DROP AS
WITH now_stored AS (
    SELECT p.id, p.code, p.title_th, p.title_en, p.agency_id, p.jurisdiction, p.jurisdiction_of, m.content AS manual,
           p.kind, p.areas, p.online_url, p.shown, (SELECT q.code FROM procedure q WHERE q.id = p.merged_into_id) AS merged_into,
           ARRAY(SELECT name FROM common_name c WHERE c.procedure_id = p.id AND c.language = 'th' ORDER BY position) AS names_th,
           ARRAY(SELECT name FROM common_name c WHERE c.procedure_id = p.id AND c.language = 'en' ORDER BY position) AS names_en,
           coalesce((
               SELECT jsonb_object_agg(kind, names)
               FROM (SELECT t.kind, jsonb_agg(t.name_th ORDER BY pt.position) AS names
                     FROM procedure_tag pt JOIN tag t ON t.id = pt.tag_id
                     WHERE pt.procedure_id = p.id GROUP BY t.kind) by_kind
           ), '{}') AS tags
    FROM staged s JOIN procedure p ON p.code = s.code LEFT JOIN manual m ON m.procedure_id = p.id
), wanted AS (
    SELECT n.id, s.title_th, s.agency_id,
           CASE WHEN 'title_en' = ANY (s.given) THEN s.title_en ELSE n.title_en END AS title_en,
           CASE WHEN 'jurisdiction' = ANY (s.given) THEN coalesce(s.jurisdiction, 'anywhere') ELSE n.jurisdiction END AS jurisdiction,
           CASE WHEN 'jurisdiction_of' = ANY (s.given) THEN coalesce(s.jurisdiction_of, 'home') ELSE n.jurisdiction_of END AS jurisdiction_of,
           CASE WHEN 'kind' = ANY (s.given) THEN coalesce(s.kind, 'other') ELSE n.kind END AS kind,
           CASE WHEN 'areas' = ANY (s.given) THEN s.areas ELSE n.areas END AS areas,
           CASE WHEN 'online_url' = ANY (s.given) THEN s.online_url ELSE n.online_url END AS online_url,
           CASE WHEN 'merged_into' = ANY (s.given) THEN s.merged_into ELSE n.merged_into END AS merged_into,
           -- what has become part of another is not shown, whatever a file leaves out
           CASE WHEN CASE WHEN 'merged_into' = ANY (s.given) THEN s.merged_into ELSE n.merged_into END IS NOT NULL THEN false
                WHEN 'shown' = ANY (s.given) THEN coalesce(s.shown, true) ELSE n.shown END AS shown,
           CASE WHEN 'common_names_th' = ANY (s.given) THEN s.names_th ELSE n.names_th END AS names_th,
           CASE WHEN 'common_names_en' = ANY (s.given) THEN s.names_en ELSE n.names_en END AS names_en,
           CASE WHEN 'tags' = ANY (s.given) THEN s.tags ELSE n.tags END AS tags,
           CASE WHEN 'manual' = ANY (s.given) THEN s.manual ELSE n.manual END AS manual,
           'added' = ANY (s.given) AS added
    FROM staged s JOIN now_stored n ON n.code = s.code
)
SELECT w.*,
       w.added OR (w.names_th, w.names_en) IS DISTINCT FROM (n.names_th, n.names_en) AS names_changed,
       w.added OR w.tags IS DISTINCT FROM n.tags AS tags_changed,
       w.added OR w.manual IS DISTINCT FROM n.manual AS manual_changed,
       NOT w.added AND w.merged_into IS DISTINCT FROM n.merged_into AS merged_anew
FROM wanted w JOIN now_stored n ON n.id = w.id
WHERE w.added
   OR (w.title_th, w.title_en, w.agency_id, w.jurisdiction, w.jurisdiction_of, w.names_th, w.names_en, w.tags, w.manual,
       w.kind, w.areas, w.online_url, w.shown, w.merged_into)
      IS DISTINCT FROM
      (n.title_th, n.title_en, n.agency_id, n.jurisdiction, n.jurisdiction_of, n.names_th, n.names_en, n.tags, n.manual,
       n.kind, n.areas, n.online_url, n.shown, n.merged_into)

-- name: change
UPDATE procedure p SET
    title_th = c.title_th, title_en = c.title_en, agency_id = c.agency_id, jurisdiction = c.jurisdiction,
    jurisdiction_of = c.jurisdiction_of, kind = c.kind, areas = c.areas, online_url = c.online_url, shown = c.shown,
    merged_into_id = (SELECT q.id FROM procedure q WHERE q.code = c.merged_into), updated_at = now(), updated_by = NULL
FROM procedure_change c
WHERE c.id = p.id AND NOT c.added

-- name: merge_added
-- only now are all procedures there
UPDATE procedure p SET merged_into_id = q.id
FROM procedure_change c JOIN procedure q ON q.code = c.merged_into
WHERE c.id = p.id AND c.added

-- name: hand_over
-- As on the page: whoever offers what was merged offers what it became part of, through however many mergers.
WITH RECURSIVE chain AS (
    SELECT c.id AS old_id, p.merged_into_id AS into_id
    FROM procedure_change c JOIN procedure p ON p.id = c.id
    WHERE c.merged_anew AND p.merged_into_id IS NOT NULL
    UNION ALL
    SELECT chain.old_id, p.merged_into_id
    FROM chain JOIN procedure p ON p.id = chain.into_id
    WHERE p.merged_into_id IS NOT NULL
)
INSERT INTO offering (procedure_id, service_point_id, own_schedule_id, note_th, agency_id)
SELECT DISTINCT ON (chain.into_id, o.service_point_id)
       chain.into_id, o.service_point_id, o.own_schedule_id, o.note_th, o.agency_id
FROM chain JOIN procedure p ON p.id = chain.into_id AND p.merged_into_id IS NULL
JOIN offering o ON o.procedure_id = chain.old_id
WHERE NOT EXISTS (
    SELECT FROM offering has WHERE (has.procedure_id, has.service_point_id) = (chain.into_id, o.service_point_id)
)
ORDER BY chain.into_id, o.service_point_id, o.id

-- name: remove_names
DELETE FROM common_name n USING procedure_change c WHERE n.procedure_id = c.id AND c.names_changed

-- name: add_names
INSERT INTO common_name (procedure_id, language, name, position)
SELECT c.id, l.language, n.name, n.position - 1
FROM procedure_change c
CROSS JOIN LATERAL (VALUES ('th', c.names_th), ('en', c.names_en)) AS l (language, names)
CROSS JOIN LATERAL unnest(l.names) WITH ORDINALITY AS n (name, position)
WHERE c.names_changed

-- name: add_tags
INSERT INTO tag (kind, name_th, in_list)
SELECT DISTINCT k.kind, n.name, k.kind <> 'free'
FROM procedure_change c
CROSS JOIN LATERAL jsonb_each(c.tags) AS k (kind, names)
CROSS JOIN LATERAL jsonb_array_elements_text(k.names) AS n (name)
WHERE c.tags_changed AND NOT EXISTS (SELECT FROM tag t WHERE (t.kind, t.name_th) = (k.kind, n.name))
ON CONFLICT (kind, name_th) DO NOTHING

-- name: remove_tags
DELETE FROM procedure_tag t USING procedure_change c WHERE t.procedure_id = c.id AND c.tags_changed

-- name: tie_tags
INSERT INTO procedure_tag (procedure_id, tag_id, position)
SELECT c.id, t.id, n.position - 1
FROM procedure_change c
CROSS JOIN LATERAL jsonb_each(c.tags) AS k (kind, names)
CROSS JOIN LATERAL jsonb_array_elements_text(k.names) WITH ORDINALITY AS n (name, position)
JOIN tag t ON (t.kind, t.name_th) = (k.kind, n.name)
WHERE c.tags_changed

-- name: publish
-- a revision without content says that there is no manual any more
INSERT INTO manual_revision (procedure_id, number, state, source, content, effective_from, published_at)
SELECT c.id, coalesce((SELECT max(number) FROM manual_revision r WHERE r.procedure_id = c.id), 0) + 1,
       'published', 'file', c.manual, (now() AT TIME ZONE 'Asia/Bangkok')::date, clock_timestamp()
FROM procedure_change c
WHERE c.manual_changed AND (c.manual IS NOT NULL OR EXISTS (SELECT FROM manual m WHERE m.procedure_id = c.id))

-- name: unmark
DROP TABLE procedure_change
