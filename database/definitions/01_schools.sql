-- Room: schools/schools

create view school_directory as
  select id, uai, name, town, name || ' (' || town || ')' as label, street, postcode, longitude, latitude, open, in_region
  from schools;
comment on column school_directory.label is 'not null';

create view course_directory as
  select c.code, c.label, l.label as level_label
  from courses c
  left join levels l on l.code = c.level_code;
comment on column course_directory.level_label is 'not null';
