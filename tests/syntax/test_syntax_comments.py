"""A comment between any two words or signs changes nothing: rules that count children must not take it for one of them."""

from __future__ import annotations

import pytest

from tests.syntax.show import statements

COMMENT = " /* , ( x = 1 { */ "
PROGRAMS = [
    "f ( a , 'b' , c . d , ) ;",
    "f ( a ) ; f ( ) ;",
    "f ( g ( a , ) , [ b , c , ] , [ ] , { d , e : 1 , f ( ) { } , ... h , } , ) ;",
    "[ a , , b , ] ;",
    "a . b . c ( d ) . e [ f ] ( g ) ;",
    "new A ( b , c , ) ;",
    "const a = b , c = { d : e } ;",
    "let { a , b : c = 1 , ... d } = e ;",
    "var [ a , , b = 2 , ... c ] = d ;",
    "a = b + c * d ; a += - b ; a ++ ; ! a ; typeof a ; void ( a ) ;",
    "a ? b : c ; a && b || c ; ( a , b ) ;",
    "if ( a ) { b ( ) ; } else if ( c ) d ( ) ; else { e ( ) ; }",
    "for ( let a = 0 ; a < b ; a ++ ) { c ( ) ; } for ( const a of b ) { c ( ) ; } for ( a in b ) c ( ) ;",
    "while ( a ) { b ( ) ; } do { a ( ) ; } while ( b ) ;",
    "try { a ( ) ; } catch ( b ) { c ( ) ; } finally { d ( ) ; }",
    "switch ( a ) { case 1 : b ( ) ; break ; default : c ( ) ; }",
    "function f ( a , b = 1 , ... c ) { return a ; }",
    "async function f ( ) { await a ( ) ; } function * g ( ) { yield a ; yield * b ; }",
    "const a = ( b , c ) => d ; const e = async ( ) => { f ( ) ; } ; g ( h => i ) ;",
    "class A extends B { c = 1 ; static d ( ) { e ( ) ; } get f ( ) { return 1 ; } constructor ( g ) { super ( g ) ; } }",
    "import a , { b , c as d , } from 'e' ; import * as f from 'g' ; import 'h' ; import { } from 'i' ;",
    "export { a , b as c , } ; export * from 'd' ; export default e ; export const f = 1 ;",
    "`a${ b }c${ d ( ) }` ; e ( `f${ g }` ) ;",
    "x ( < a b = 'c' d = { e } f { ... g } >{ h }< i />{ 'j' }</ a > ) ;",
    "throw new A ( b ) ;",
]


@pytest.mark.parametrize("path", ["a.js", "a.ts"])
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_comment_anywhere(program: str, path: str) -> None:
    if "< a" in program:
        path = "a.tsx"
    plain = statements(program, path)
    places = [at for at, letter in enumerate(program) if letter == " "]
    changed = {program[:at] + "⟦⟧" + program[at:] for at in places if statements(program[:at] + COMMENT + program[at:], path) != plain}
    assert not changed
