-- name: tree
SELECT a.code, p.code FROM agency a LEFT JOIN agency p ON p.id = a.parent_id

-- name: stage
CREATE TEMPORARY TABLE staged (
    row integer, code text, parent_code text, level text, name_th text, name_en text, type text, subtype text, category text,
    areas_served text[], given text[], known boolean
) ON COMMIT DROP

-- name: add
INSERT INTO agency (code, level, name_th, name_en, type, subtype, category, updated_by)
SELECT code, level, name_th, name_en, type, subtype, category, nullif(current_setting('pakmud.who', true), '')
FROM staged WHERE NOT known ORDER BY row

-- name: place_added
UPDATE agency a SET parent_id = p.id
FROM staged s JOIN agency p ON p.code = s.parent_code
WHERE a.code = s.code AND NOT s.known

-- name: change
WITH wanted AS (
    SELECT a.id, s.level, s.name_th,
           CASE WHEN 'name_en' = ANY (s.given) THEN s.name_en ELSE a.name_en END AS name_en,
           CASE WHEN 'type' = ANY (s.given) THEN s.type ELSE a.type END AS type,
           CASE WHEN 'subtype' = ANY (s.given) THEN s.subtype ELSE a.subtype END AS subtype,
           CASE WHEN 'category' = ANY (s.given) THEN s.category ELSE a.category END AS category,
           CASE WHEN 'parent_code' = ANY (s.given) THEN p.id ELSE a.parent_id END AS parent_id
    FROM staged s JOIN agency a ON a.code = s.code LEFT JOIN agency p ON p.code = s.parent_code
    WHERE s.known
)
UPDATE agency a SET level = w.level, name_th = w.name_th, name_en = w.name_en, parent_id = w.parent_id,
                    type = w.type, subtype = w.subtype, category = w.category,
                    updated_at = now(), updated_by = nullif(current_setting('pakmud.who', true), '')
FROM wanted w
WHERE w.id = a.id
  AND ((a.level, a.name_th, a.name_en, a.parent_id, a.type, a.subtype, a.category)
       IS DISTINCT FROM (w.level, w.name_th, w.name_en, w.parent_id, w.type, w.subtype, w.category)
       OR a.code IN (SELECT code FROM served_change))
