-- Times before the year 1000, which an earlier version took in and wrote without their zeros. A batch of the journal that had
-- one came in when the next one did, or just now; a report is known from when the journal had it, as report_of says; a pass
-- was made at the time of the next one. What was concluded with such a time is told with its pass' (redating.py).
DROP TRIGGER journal_keeps;  -- what the journal says stays as it is; only when it came in is mended
UPDATE journal SET at = coalesce(
    (SELECT later.at FROM journal AS later
      WHERE later.seq > journal.seq AND length(later.at) = 27 AND later.at >= '1000' ORDER BY later.seq LIMIT 1),
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))
  WHERE length(at) < 27 OR at < '1000';
CREATE TRIGGER journal_keeps BEFORE UPDATE ON journal BEGIN SELECT raise(ABORT, 'the journal is append-only'); END;
UPDATE reports SET known = (SELECT at FROM journal WHERE journal.seq = reports.seq)
  WHERE length(known) < 27 OR known < '1000';
UPDATE ticks SET at = coalesce(
    (SELECT later.at FROM ticks AS later
      WHERE later.number > ticks.number AND length(later.at) = 27 AND later.at >= '1000' ORDER BY later.number LIMIT 1),
    (SELECT at FROM journal WHERE journal.seq = ticks.upto),
    strftime('%Y-%m-%dT%H:%M:%f000Z', 'now'))
  WHERE length(at) < 27 OR at < '1000';
