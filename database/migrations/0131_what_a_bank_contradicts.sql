-- Rejected or cancelled, and said to be paid: few among all that banks answer, and looked for whenever something is paid again.
create index bank_answer_lines_that_contradict on bank_answer_lines (transfer_id) where effect = 'contradicts';
