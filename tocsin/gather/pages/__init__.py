"""Web pages: an article, the parts of a live page, posts that grow by "UPDATE:" sections."""
