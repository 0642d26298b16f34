-- Searches that nobody sent before: two words of names, the second one not to its end. `wrk … -- FILE SEED`.
local words = {}

function init(args)
    for line in io.lines(args[1]) do words[#words + 1] = line end
    math.randomseed(tonumber(args[2]))
    wrk.headers["Accept-Encoding"] = "zstd, br, gzip"
end

function request()
    local first, second = words[math.random(#words)], words[math.random(#words)]
    local cut = second:sub(1, math.max(2, #second - math.random(0, 2)))
    return wrk.format("GET", "/v1/agencies?search=" .. first .. "%20" .. cut)
end
