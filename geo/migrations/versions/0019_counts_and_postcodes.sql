-- To count the service points of all agencies read each of their rows; a postcode was looked for among all areas.
DROP INDEX service_point_agency;
CREATE INDEX service_point_agency ON service_point (agency_id, shown);  -- used by geo/agency_tree.py, geo/staff/agency_tree.py and foreign key checks
CREATE INDEX area_postcodes ON area USING gin (postcodes);  -- used by geo/nearest/home.py
