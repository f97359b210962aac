-- Accepted by the school's list, without anybody: nobody has seen the photo yet.
alter table card_applications add column is_photo_unseen boolean not null default false;
