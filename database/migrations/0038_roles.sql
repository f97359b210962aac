-- An agent holds one or several roles, where there was one. `support` was three of today's, `finance` prepared alone what nobody let out.
alter table staff add column region_roles text[];
update staff set region_roles = case region_role
  when 'content' then array['content']
  when 'support' then array['helpline', 'eligibility', 'partners']
  when 'finance' then array['preparer']
  when 'administrator' then array['helpline', 'eligibility', 'partners', 'content', 'preparer', 'administrator']
end;
-- With it go the constraints that name it.
alter table staff drop column region_role;
alter table staff
  add constraint staff_work_in_one_place check (num_nonnulls(partner_id, school_id, region_roles) = 1),
  add constraint region_roles_are_known check (
    region_roles <@ array['helpline', 'eligibility', 'partners', 'content', 'preparer', 'approver', 'administrator', 'dpo', 'reader']
    and region_roles <> '{}'),
  add constraint who_approves_starts_nothing check (
    not region_roles @> array['approver'] or not region_roles && array['preparer', 'partners', 'administrator']),
  add constraint who_protects_data_changes_nothing_else check (
    not region_roles @> array['dpo'] or region_roles <@ array['dpo', 'reader']);
