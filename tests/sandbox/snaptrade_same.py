# snaptrade_same.py CALLS - of what the vendor's client got (lines of snaptrade.cjs) what pf-snaptrade raw gets by the same request; prints
# how many calls were the same, ends with 1 at one that is not
import json, subprocess, sys

paths = {
    "listUserAccounts": "/accounts", "listBrokerageAuthorizations": "/authorizations",
    "detailBrokerageAuthorization": "/authorizations/%s", "listBrokerageAuthorizationAccounts": "/authorizations/%s/accounts",
    "getUserAccountDetails": "/accounts/%s", "getUserAccountBalance": "/accounts/%s/balances",
    "getAllAccountPositions": "/accounts/%s/positions/all", "getUserAccountOrders": "/accounts/%s/orders state=all days=90",
    "getUserAccountRecentOrders": "/accounts/%s/recentOrders only_executed=false", "getUserHoldings": "/accounts/%s/holdings",
}
activities, same = {}, 0


def ours(path):
    run = subprocess.run(["pf-snaptrade", "raw", "GET"] + path.split(" "), capture_output=True, text=True, check=True)
    return json.loads(run.stdout)


def compare(name, theirs, mine):
    global same
    for reply in (theirs, mine):  # when the answer was made
        if isinstance(reply, dict):
            reply.pop("data_freshness", None)
    if theirs != mine:
        sys.exit("%s: %s\nis not %s" % (name, json.dumps(mine)[:600], json.dumps(theirs)[:600]))
    same += 1


for line in open(sys.argv[1]):
    call = json.loads(line)
    if call["call"] == "getAccountActivities":
        activities.setdefault(call["of"], []).extend(call["data"]["data"])
    elif call["call"] in paths and call["of"] != "refused":
        path = paths[call["call"]]
        compare(call["call"], call["data"], ours(path % call["of"] if "%s" in path else path))
for account, all_of_it in activities.items():
    mine = ours("/accounts/%s/activities limit=1000" % account)["data"]
    wanted = {"BUY", "SELL", "FEE", "INTEREST", "DIVIDEND", "CONTRIBUTION", "WITHDRAWAL"}
    compare("activities", all_of_it, [a for a in mine if a["type"] in wanted])
    run = subprocess.run(["pf-snaptrade", "activities", "--full", "-a", account], capture_output=True, text=True, check=True)
    records = [json.loads(r) for r in run.stdout.splitlines()]
    compare("records", sorted((a["id"], a["amount"], a["units"], a["price"], a["fee"]) for a in all_of_it),
            sorted((r["id"], r["amount"], r["units"], r["price"], r["fee"]) for r in records if r["kind"] == "activity" and r["activity_type"] in wanted))
print(same)
