-- Service points that lack something, or whose pin nobody has confirmed since :since.
SELECT s.id, lacks.*
FROM checked_pin p JOIN service_point s ON s.id = p.id,
LATERAL (
    SELECT s.location IS NULL AS not_pinned,
           CASE WHEN coalesce(s.pin_verified_at, s.pinned_at) < :since THEN coalesce(s.pin_verified_at, s.pinned_at) END AS stale_since,
           s.pin_verified_at IS NOT NULL AS verified,
           s.schedule_id IS NULL AS hours_missing,
           coalesce(s.schedule_id = ANY (CAST(:unreadable AS integer[])), false) AS hours_unreadable,
           NOT EXISTS (SELECT FROM offering o WHERE o.service_point_id = s.id) AS no_offering
) lacks
WHERE lacks.not_pinned OR lacks.stale_since IS NOT NULL OR lacks.hours_missing OR lacks.hours_unreadable OR lacks.no_offering
