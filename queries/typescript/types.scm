; What looks like a call or an import and is gone at run time, and what is written in another way.
(import_statement "type" source: (string) @type_only)
(export_statement "type" source: (string) @type_only)
(type_query (call_expression) @type_call)
(type_query
  (call_expression arguments: (arguments . (string) @type_only)))
(import_require_clause source: (string) @required)
