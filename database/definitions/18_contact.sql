-- Room: scheme/contact

create view unanswered_questions as
  select id, received_at from questions_received where answered_at is null;
