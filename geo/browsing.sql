-- Names of shown procedures in a language, with the letter to look them up by. Nearly every Thai title begins with การ
-- or การขอ, and every second English one with an article: these are passed over.
WITH named AS (
    SELECT p.id, regexp_replace(p.title_th, '^การ(ขอ)?(รับ|มี)?', '') AS name FROM procedure p WHERE :language = 'th'
    UNION
    SELECT p.id, regexp_replace(p.title_en, '^(an?|the) ', '', 'i') FROM procedure p
    WHERE :language <> 'th' AND p.title_en IS NOT NULL
    UNION
    SELECT c.procedure_id, c.name FROM common_name c WHERE c.language = CASE :language WHEN 'th' THEN 'th' ELSE 'en' END
), entry AS (
    SELECT n.name, p.code, p.title_th, p.title_en, upper(left(regexp_replace(n.name, '^[^ก-ฮA-Za-z0-9]*', ''), 1)) AS letter
    FROM named n JOIN procedure p ON p.id = n.id
    WHERE p.shown AND n.name <> ''
)
