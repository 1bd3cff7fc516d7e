-- To count the service points of all agencies read each of their rows.
DROP INDEX service_point_agency;
CREATE INDEX service_point_agency ON service_point (agency_id) INCLUDE (shown);  -- used by geo/agency_tree.py and foreign key checks
