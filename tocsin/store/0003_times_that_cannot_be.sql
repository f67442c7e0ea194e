-- Reports that an earlier version took in with a date before the year 1000, which it wrote without its zeros: they are
-- known from when the journal had them, as report_of says. What was concluded with such a time is told with its pass'.
UPDATE reports SET known = (SELECT at FROM journal WHERE journal.seq = reports.seq)
  WHERE length(known) < 27 OR known < '1000';
