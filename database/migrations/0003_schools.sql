create table schools (
  id integer generated always as identity primary key,
  uai text not null unique,
  name text not null,
  kind text not null,
  street text,
  postcode text,
  town text not null,
  longitude double precision,
  latitude double precision,
  in_region boolean not null default true,
  takes_pupils boolean not null,
  takes_apprentices boolean not null,
  open boolean not null default true,
  search text not null generated always as (searchable(name || ' ' || town || ' ' || uai)) stored,
  constraint the_check_letter_of_the_uai_is_right check (
    uai ~ '^[0-9]{7}[A-Z]$' and right(uai, 1) = substr('ABCDEFGHJKLMNPRSTUVWXYZ', left(uai, 7)::integer % 23 + 1, 1)),
  constraint a_school_takes_somebody check (takes_pupils or takes_apprentices or not open)
);
create index schools_by_words on schools using gin (search gin_trgm_ops);

create table levels (
  code text primary key,
  label text not null
);

create table courses (
  code text primary key,
  level_code text not null references levels,
  label text not null,
  open boolean not null default true
);
create index courses_by_level on courses (level_code);

create table school_courses (
  school_id integer not null references schools,
  course_code text not null references courses,
  by_apprenticeship boolean not null,
  primary key (school_id, by_apprenticeship, course_code)
);
create index school_courses_by_course on school_courses (course_code);
