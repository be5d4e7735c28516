; Calls of every kind. All three grammars know these names.
(call_expression function: (import) arguments: (arguments)) @dynamic
(call_expression arguments: (arguments)) @call
(call_expression arguments: (template_string)) @tagged
(new_expression) @new
