"""The page of a report: one HTML file that asks nothing of the web, or a folder of pages.

`views` are tables and pictures as plain data, `sections` makes them of a report's numbers, `markup`
writes HTML, `sample` keeps the findings that a page has room for, `home` puts the first page
together, `record_page` and `rule_page` the others, `folder` all of them.
"""
