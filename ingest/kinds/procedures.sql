-- name: stage
CREATE TEMPORARY TABLE staged (
    row integer, code text, title_th text, title_en text, agency_id integer, jurisdiction text, jurisdiction_of text,
    names_th text[], names_en text[], tags jsonb, manual jsonb, given text[]
) ON COMMIT DROP

-- name: add
WITH added AS (
    INSERT INTO procedure (code, title_th, title_en, agency_id, jurisdiction, jurisdiction_of)
    SELECT s.code, s.title_th, s.title_en, s.agency_id,
           coalesce(s.jurisdiction, 'anywhere'), coalesce(s.jurisdiction_of, 'home')
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
       w.added OR w.manual IS DISTINCT FROM n.manual AS manual_changed
FROM wanted w JOIN now_stored n ON n.id = w.id
WHERE w.added
   OR (w.title_th, w.title_en, w.agency_id, w.jurisdiction, w.jurisdiction_of, w.names_th, w.names_en, w.tags, w.manual)
      IS DISTINCT FROM
      (n.title_th, n.title_en, n.agency_id, n.jurisdiction, n.jurisdiction_of, n.names_th, n.names_en, n.tags, n.manual)

-- name: change
UPDATE procedure p SET
    title_th = c.title_th, title_en = c.title_en, agency_id = c.agency_id, jurisdiction = c.jurisdiction,
    jurisdiction_of = c.jurisdiction_of, updated_at = now(), updated_by = NULL
FROM procedure_change c
WHERE c.id = p.id AND NOT c.added

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
