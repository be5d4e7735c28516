; Elements and fragments; the `typescript` grammar has none of these kinds.
(jsx_element) @element
(jsx_self_closing_element) @element
