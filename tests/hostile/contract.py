"""What the published contract says: operations, what they take, an example of it, and where text may stand in it."""

import copy
import json

from service import REPOSITORY

METHODS = ("get", "put", "post", "delete", "patch")
DEEPEST = 9


class Operation:
    def __init__(self, contract, method, path, shared, plain):
        self.method = method.upper()
        self.path = path
        self.id = plain["operationId"]
        parameters = [contract.resolved(one) for one in [*shared, *plain.get("parameters", [])]]
        self.parameters = {(one["in"], one["name"]): one for one in parameters}
        self.security = [name for wish in plain.get("security", []) for name in wish]
        content = contract.resolved(plain.get("requestBody", {})).get("content", {})
        self.media_types = list(content)
        json_body = content.get("application/json") or next(
            (body for name, body in content.items() if name.endswith("json")), None
        )
        self.schema = (json_body or {}).get("schema")
        self.body = example_of(json_body or {})
        if self.body is None and self.schema:
            self.body = contract.sample(self.schema)
        if isinstance(self.body, dict) and self.method == "POST":
            self.body.pop("id", None)

    def names_in(self, place):
        return [name for where, name in self.parameters if where == place]

    def __str__(self):
        return f"{self.method} {self.path}"


class Contract:
    def __init__(self):
        self.document = json.loads((REPOSITORY / "openapi/openapi.json").read_text())
        self.operations = [
            Operation(self, method, path, item.get("parameters", []), item[method])
            for path, item in self.document["paths"].items()
            for method in METHODS
            if method in item
        ]

    def resolved(self, part):
        while "$ref" in part:
            target = self.document
            for step in part["$ref"][2:].split("/"):
                target = target[step.replace("~1", "/").replace("~0", "~")]
            part = target
        return part

    def sample(self, schema, depth=0):
        """Something that fits a schema, as small as may be."""
        schema = self.resolved(schema)
        known = next(
            (
                value
                for value in (
                    schema.get("example"),
                    *schema.get("examples", []),
                    schema.get("default"),
                    schema.get("const"),
                    *schema.get("enum", []),
                )
                if value is not None
            ),
            None,
        )
        if known is not None or depth > DEEPEST:
            return copy.deepcopy(known)
        for choice in ("oneOf", "anyOf"):
            if choice in schema:
                return self.sample(schema[choice][0], depth + 1)
        kind = kind_of(schema)
        if kind == "object" or "allOf" in schema:
            members, needed = self.members(schema)
            return {name: self.sample(members[name], depth + 1) for name in needed if name in members}
        if kind == "array":
            return [self.sample(schema.get("items", {}), depth + 1) for _ in range(schema.get("minItems", 0))]
        return {"integer": schema.get("minimum", 1), "number": 1, "boolean": False, "null": None}.get(kind, "text")

    def members(self, schema):
        """Members of an object and the names of those that it needs."""
        schema = self.resolved(schema)
        members, needed = dict(schema.get("properties", {})), list(schema.get("required", []))
        for part in schema.get("allOf", []):
            more, more_needed = self.members(part)
            members |= more
            needed += more_needed
        return members, needed

    def texts(self, schema, at=(), depth=0):
        """Where text may stand: its place (names and 0 for the first of a list) and its schema."""
        schema = self.resolved(schema)
        if depth > DEEPEST:
            return
        for choice in ("oneOf", "anyOf"):
            for part in schema.get(choice, []):
                yield from self.texts(part, at, depth + 1)
        members, _ = self.members(schema)
        for name, part in members.items():
            yield from self.texts(part, (*at, name), depth + 1)
        if isinstance(schema.get("items"), dict):
            yield from self.texts(schema["items"], (*at, 0), depth + 1)
        if kind_of(schema) == "string":
            yield at, schema

    def objects(self, schema, at=(), depth=0):
        """Where objects stand whose members are all named: their place and schema."""
        schema = self.resolved(schema)
        if depth > DEEPEST:
            return
        for choice in ("oneOf", "anyOf"):
            for part in schema.get(choice, []):
                yield from self.objects(part, at, depth + 1)
        members, _ = self.members(schema)
        if members:
            yield at, schema
        for name, part in members.items():
            yield from self.objects(part, (*at, name), depth + 1)
        if isinstance(schema.get("items"), dict):
            yield from self.objects(schema["items"], (*at, 0), depth + 1)

    def schema_at(self, schema, step):
        """The schema of what stands one step deeper, and whether it was found."""
        schema = self.resolved(schema)
        for choice in ("oneOf", "anyOf"):
            for part in schema.get(choice, []):
                found = self.schema_at(part, step)
                if found is not None:
                    return found
        if step == 0:
            return schema.get("items")
        return self.members(schema)[0].get(step)

    def placed(self, body, schema, at, value):
        """The body with a value at a place; what is missing on the way is made after the schema."""
        if not at:
            return value
        step, rest = at[0], at[1:]
        deeper = self.schema_at(schema, step) or {}
        if step == 0:
            body = list(body) if isinstance(body, list) and body else [self.sample(deeper)]
            body[0] = self.placed(body[0], deeper, rest, value)
            return body
        if not isinstance(body, dict):
            body = self.sample(schema)
        body = dict(body) if isinstance(body, dict) else {}
        inner = body.get(step)
        if rest and inner is None:
            inner = self.sample(deeper)
        body[step] = self.placed(inner, deeper, rest, value)
        return body


def kind_of(schema):
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((one for one in kind if one != "null"), "null")
    return kind or ("object" if "properties" in schema else None)


def example_of(part):
    if "example" in part:
        return copy.deepcopy(part["example"])
    first = next(iter(part.get("examples", {}).values()), None)
    return copy.deepcopy(first.get("value")) if isinstance(first, dict) else None


def value_at(body, at):
    """What stands at a place; `None` when nothing does."""
    for step in at:
        if isinstance(body, dict) and step in body or isinstance(body, list) and step == 0 and body:
            body = body[step]
        else:
            return None
    return body


def pointer(at):
    return "/" + "/".join(str(step) for step in at)
