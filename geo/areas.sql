-- Bring `area` to the list in the temporary table `area_list`; centres and outlines stay as they are.
MERGE INTO area
USING area_list AS list ON area.code = list.code
WHEN MATCHED AND (area.level, area.parent_code, area.name_th, area.name_en, area.postcodes, area.abolished_on, area.successor_codes)
    IS DISTINCT FROM (list.level, list.parent_code, list.name_th, list.name_en, list.postcodes, list.abolished_on, list.successor_codes)
THEN UPDATE SET
    level = list.level,
    parent_code = list.parent_code,
    name_th = list.name_th,
    name_en = list.name_en,
    postcodes = list.postcodes,
    abolished_on = list.abolished_on,
    successor_codes = list.successor_codes
WHEN NOT MATCHED THEN
    INSERT (code, level, parent_code, name_th, name_en, postcodes, abolished_on, successor_codes)
    VALUES (list.code, list.level, list.parent_code, list.name_th, list.name_en, list.postcodes, list.abolished_on, list.successor_codes);
