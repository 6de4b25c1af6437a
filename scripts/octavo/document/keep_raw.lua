-- Raw HTML has no place in a canonical text. It is not printed and not passed on: it becomes an empty,
-- marked element, so that the reader of the tree can drop it and say where it stood.
local function mark(make)
  return function(raw)
    return make({}, pandoc.Attr('', {'raw-dropped'}, {['raw'] = raw.text, ['raw-format'] = raw.format}))
  end
end
return {{RawInline = mark(pandoc.Span), RawBlock = mark(pandoc.Div)}}
