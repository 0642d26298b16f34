-- Reads what a file lists, one path a line, from a line of its own on; `wrk … -- FILE LINE [HEADER: VALUE …]`.
local lines, place = {}, 0

function init(args)
    for line in io.lines(args[1]) do lines[#lines + 1] = line end
    place = tonumber(args[2])
    for n = 3, #args do
        local name, value = args[n]:match("^([^:]+): (.*)$")
        wrk.headers[name] = value
    end
end

function request()
    place = place % #lines + 1
    return wrk.format("GET", lines[place])
end
