-- HTML has no word for the brackets around the numbers of a list, and pandoc drops them: "(a)" would become "a.".
-- They are said by a division around the list, which the reader of the tree takes away again.
local said = {OneParen = ')', TwoParens = '()'}
return {{OrderedList = function(list)
  local delimiter = said[tostring(list.delimiter)]
  if delimiter then
    return pandoc.Div({list}, pandoc.Attr('', {'list-delimiter'}, {['delimiter'] = delimiter}))
  end
end}}
