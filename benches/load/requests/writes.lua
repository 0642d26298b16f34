-- Writes: a file with a path, a tab and a body a line; each with a key and from an address of its own. `wrk … -- FILE LINE SEED`.
local paths, bodies, place, sent, seed = {}, {}, 0, 0, 0

function init(args)
    for line in io.lines(args[1]) do
        local path, body = line:match("^([^\t]+)\t(.*)$")
        paths[#paths + 1], bodies[#bodies + 1] = path, body
    end
    place, seed = tonumber(args[2]), tonumber(args[3])
    math.randomseed(seed)
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    place = place % #paths + 1
    sent = sent + 1
    wrk.headers["Idempotency-Key"] = string.format('"load-%d-%d"', seed, sent)
    wrk.headers["X-Forwarded-For"] = string.format("%d.%d.%d.%d", math.random(1, 220), math.random(0, 255),
        math.random(0, 255), math.random(1, 250))
    return wrk.format("POST", paths[place], nil, bodies[place])
end
