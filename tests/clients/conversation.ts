// A short conversation with the running service, in the TypeScript client that a foreign generator made from the contract.

import { AgenciesApi, AppsApi, Configuration, ReceiptApi, ResponseError, RightsApi, SafetyApi } from "./typescript/index.js";

declare const process: { argv: string[] };

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(what);
}

const basePath = process.argv[2] as string;
const nobody = new Configuration({ basePath });

const config = await new AppsApi(nobody).getAppsConfig({ acceptLanguage: "fil" });
must(config.safeExit?.language === "fil", "the language of the quick exit");
must(config.limits.bodyBytes > 0 && !config.features.textsAreSent, "limits and features");

const agencies = await new AgenciesApi(nobody).listAgencies({ country: "SG", limit: 3 });
must(agencies.items.length === 3, "agencies");
const first = agencies.items[0]!;
const profile = await new AgenciesApi(nobody).getAgency({ agencyId: first.id });
must(profile.name === first.name, "the profile");

const slug = (await new RightsApi(nobody).listArticles({ limit: 1 })).items[0]!.slug;
const article = await new RightsApi(nobody).getArticle({ slug, acceptLanguage: "id" });
must(article.title.length > 0 && article.body.length > 0, "the article");

const filing = {
  idempotencyKey: `"${crypto.randomUUID()}"`,
  newSafetyReport: { kind: "hazard", dangerNow: false, description: "A loose cable.", place: { country: "MY", precision: "country" } },
} as const;
const filed = await new SafetyApi(nobody).fileSafetyReport(filing);
const again = await new SafetyApi(nobody).fileSafetyReport(filing);
must(filed.id === again.id && filed.receiptCode !== null, "filed once");

const holder = new Configuration({ basePath, apiKey: () => `Receipt ${filed.receiptCode}` });
const followed = await new ReceiptApi(holder).followSafetyReport();
must(followed.id === filed.id, "followed");

const refused = await new AgenciesApi(nobody).getAgency({ agencyId: crypto.randomUUID() }).catch((error: unknown) => error);
must(refused instanceof ResponseError && refused.response.status === 404, "a problem");
console.log("typescript: config, agencies, article, filed once, followed, a problem");
