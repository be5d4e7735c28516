; Names of request functions, however they are reached.
((identifier) @request
  (#match? @request "^request(Jira|Confluence|Bitbucket|Graph|TeamworkGraph|Remote)?$"))
((property_identifier) @request
  (#match? @request "^request(Jira|Confluence|Bitbucket|Graph|TeamworkGraph|Remote)$"))
((shorthand_property_identifier_pattern) @request
  (#match? @request "^request(Jira|Confluence|Bitbucket|Graph|TeamworkGraph|Remote)$"))
