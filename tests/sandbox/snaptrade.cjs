/*
 * The vendor's own client (npm: snaptrade-typescript-sdk) asks for all that it knows and the sandbox serves; a line of canonical JSON a reply:
 * {"call":...,"data":...,"of":...}, of: the account or connection, or null. Node finds the client by NODE_PATH.
 *
 *	snaptrade.cjs commercial|personal URL	what is only read
 *	snaptrade.cjs change URL		what changes something, with the commercial key
 */
const { Snaptrade, SnaptradeAuth } = require("snaptrade-typescript-sdk");

const [mode, basePath] = process.argv.slice(2);
const env = process.env;
const commercial = mode !== "personal";
const user = commercial ? { userId: env.SNAPTRADE_USER_ID, userSecret: env.SNAPTRADE_USER_SECRET } : {};
const auth = commercial
	? SnaptradeAuth.commercialApiKey({ clientId: env.SNAPTRADE_CLIENT_ID, consumerKey: env.SNAPTRADE_CONSUMER_KEY })
	: SnaptradeAuth.personalApiKey({ clientId: "invented-snaptrade-personal-id", consumerKey: "invented-snaptrade-personal-key" });
const st = new Snaptrade({ auth, basePath });

const sorted = (v) =>
	Array.isArray(v) ? v.map(sorted)
	: v !== null && typeof v === "object" ? Object.fromEntries(Object.keys(v).sort().map((k) => [k, sorted(v[k])]))
	: v;

async function call(group, name, params = {}, of = null) {
	const data = (await st[group][name](params)).data;
	console.log(JSON.stringify(sorted({ call: name, data, of })));
	return data;
}

async function refused(group, name, params) {
	const e = await st[group][name](params).then(() => null, (why) => why);
	console.log(JSON.stringify({ call: name, data: e && [e.status, e.responseBody.code], of: "refused" }));
}

async function readAccount(accountId) {
	const one = { ...user, accountId };
	const ask = (name, more = {}) => call("accountInformation", name, { ...one, ...more }, accountId);

	await ask("getUserAccountDetails");
	await ask("getUserAccountBalance");
	await ask("getAllAccountPositions");
	const orders = await ask("getUserAccountOrders", { state: "all", days: 90 });
	await ask("getUserAccountRecentOrders", { onlyExecuted: false });
	if (!commercial) /* ten a minute for an account are few */
		return;
	for (let offset = 0, total = 1; offset < total; ) {
		const page = await ask("getAccountActivities", { startDate: "2000-01-01", endDate: "2008-10-15", type: "BUY,SELL,FEE,INTEREST,DIVIDEND,CONTRIBUTION,WITHDRAWAL", offset, limit: 4 });
		offset += page.data.length;
		total = page.pagination.total;
	}
	if (orders.length > 0)
		await ask("getUserAccountOrderDetail", { brokerage_order_id: orders[0].brokerage_order_id });
	await ask("getUserHoldings");
	await call("experimentalEndpoints", "getUserAccountOrdersV2", { ...one, days: 90 }, accountId);
	await call("experimentalEndpoints", "getUserAccountRecentOrdersV2", { ...one, onlyExecuted: true }, accountId);
}

async function read() {
	await call("apiStatus", "check");
	await call("referenceData", "getPartnerInfo");
	const accounts = await call("accountInformation", "listUserAccounts", user);
	for (const c of await call("connections", "listBrokerageAuthorizations", user)) {
		await call("connections", "detailBrokerageAuthorization", { ...user, authorizationId: c.id }, c.id);
		await call("connections", "listBrokerageAuthorizationAccounts", { ...user, authorizationId: c.id }, c.id);
	}
	for (const a of accounts)
		await readAccount(a.id);
	await call("accountInformation", "getAccountBalanceHistory", { ...user, accountId: accounts[0].id }, accounts[0].id);
	await call("accountInformation", "getUserAccountReturnRates", { ...user, accountId: accounts[0].id, timeframes: "1M,ALL" }, accounts[0].id);
	await refused("accountInformation", "getUserAccountDetails", { ...user, accountId: "no-such" });
	await refused("accountInformation", "getAccountBalanceHistory", { ...user, accountId: accounts[1].id });
	if (commercial)
		await refused("accountInformation", "listUserAccounts", { ...user, userSecret: "wrong" });
	else
		await refused("authentication", "listSnapTradeUsers", {});
}

async function change() {
	const id = (await call("connections", "listBrokerageAuthorizations", user))[0].id;
	const one = { ...user, authorizationId: id };

	await call("connections", "refreshBrokerageAuthorization", one, id);
	await call("connections", "syncBrokerageAuthorizationTransactions", one, id);
	await call("connections", "disableBrokerageAuthorization", one, id);
	await refused("connections", "disableBrokerageAuthorization", one);
	await refused("connections", "refreshBrokerageAuthorization", one);
	await call("authentication", "loginSnapTradeUser", { ...user, connectionType: "read", broker: "SANDBOX", immediateRedirect: true });
	const ann = await call("authentication", "registerSnapTradeUser", { userId: "ann b+c" });
	await call("authentication", "listSnapTradeUsers");
	const anew = await call("authentication", "resetSnapTradeUserSecret", ann);
	await refused("accountInformation", "listUserAccounts", ann);
	await call("accountInformation", "listUserAccounts", anew);
	await call("authentication", "deleteSnapTradeUser", { userId: ann.userId });
	await call("authentication", "listSnapTradeUsers");
	await call("connections", "deleteConnection", { ...user, connectionId: id }, id);
	await call("accountInformation", "listUserAccounts", user);
}

(mode === "change" ? change() : read()).catch((e) => {
	console.error(String(e.message).split("\n")[0], e.method, e.status, e.responseBody);
	process.exitCode = 1;
});
