-- A tablet's requests: a file with a proof of the key, a tab and a body a line, each good once. `wrk … -- FILE PATH TOKEN`.
local proofs, bodies, path, place = {}, {}, "", 0

function init(args)
    for line in io.lines(args[1]) do
        local proof, body = line:match("^([^\t]+)\t(.*)$")
        proofs[#proofs + 1], bodies[#bodies + 1] = proof, body
    end
    path = args[2]
    wrk.headers["Authorization"] = "DPoP " .. args[3]
    wrk.headers["Content-Type"] = "application/json"
end

function request()
    place = place % #proofs + 1
    wrk.headers["DPoP"] = proofs[place]
    return wrk.format("POST", path, nil, bodies[place])
end
