// What the tests know of the running service.

export const url = process.env.SERVICE_URL;
const token = process.env.STAFF_TOKEN;

export const report = (description) => ({
  kind: "hazard", danger_now: false, description, place: { country: "SG", precision: "country" }, language: "en",
});

// How many safety reports an inspector sees.
export async function reports() {
  let count = 0;
  for (let path = "/v1/staff/safety-reports?limit=100"; path; ) {
    const response = await fetch(url + path, { headers: { Authorization: `Bearer ${token}` } });
    if (response.status !== 200) throw new Error(`${path}: ${response.status}`);
    const page = await response.json();
    count += page.items.length;
    path = page.next && `/v1/staff/safety-reports?limit=100&cursor=${encodeURIComponent(page.next)}`;
  }
  return count;
}

let contract;
export async function hasBundles() {
  contract ??= await (await fetch(`${url}/openapi.json`)).json();
  return Object.keys(contract.paths).some((path) => path.startsWith("/v1/bundles/"));
}
