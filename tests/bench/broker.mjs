// What pf-snaptrade sync --full asks for, by the vendor's own client, four accounts at a time: a JSON line an answer
import { createRequire } from "node:module";
const { Snaptrade, SnaptradeAuth } = createRequire(process.argv[2] + "/")("snaptrade-typescript-sdk");
const { SNAPTRADE_CLIENT_ID, SNAPTRADE_CONSUMER_KEY, SNAPTRADE_USER_ID, SNAPTRADE_USER_SECRET, PF_SNAPTRADE_URL } = process.env;
const client = new Snaptrade({
	auth: SnaptradeAuth.commercialApiKey({ clientId: SNAPTRADE_CLIENT_ID, consumerKey: SNAPTRADE_CONSUMER_KEY }),
	basePath: PF_SNAPTRADE_URL,
});
const who = { userId: SNAPTRADE_USER_ID, userSecret: SNAPTRADE_USER_SECRET };
const info = client.accountInformation;
const show = (r) => process.stdout.write(JSON.stringify(r.data) + "\n");
const accounts = await info.listUserAccounts(who);
show(accounts);
show(await client.connections.listBrokerageAuthorizations(who));
const queue = accounts.data.map((a) => ({ ...who, accountId: a.id }));
const work = async () => {
	for (let of; (of = queue.shift()); ) {
		show(await info.getUserAccountBalance(of));
		show(await info.getAllAccountPositions(of));
		show(await info.getUserAccountOrders({ ...of, state: "all", days: 90 }));
		for (let offset = 0; ; ) {
			const page = await info.getAccountActivities({ ...of, offset, limit: 1000 });
			show(page);
			offset += page.data.data.length;
			if (page.data.data.length === 0 || offset >= page.data.pagination.total) break;
		}
	}
};
await Promise.all([work(), work(), work(), work()]);
