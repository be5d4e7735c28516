; What a file asks for, by specifier.
(import_statement source: (string) @static)
(export_statement source: (string) @static)
(call_expression
  function: (import)
  arguments: (arguments . (string) @dynamic_source))
(call_expression
  function: (identifier) @function
  arguments: (arguments . (string) @required)
  (#eq? @function "require"))
