"""Files and folders as people have them: records, tables, texts, pages, saved feeds."""
