-- What nobody should have written, in every text that a page shows: markup, right to left, four bytes a letter, no place to break.
insert into accounts (id, name, institution_name, sync_timestamp) values
    ('a1', '<script>document.title = 1</script> & "all" of ''it''', repeat('Brokerage', 12), '2008-10-14T21:00:00Z'),
    ('a2', E'\u05d7\u05e9\u05d1\u05d5\u05df \u202ereversed\u202c \u0627\u0644\u062d\u0633\u0627\u0628', E'\U0001F4C8\U0001F680 \U00020000', '2008-10-14T21:00:00Z');
insert into symbols (id, ticker, description, asset_type)
    select 's' || n, s, d, 'Common Stock'
    from (values (1, 'GOOG', '<img src="https://elsewhere.example/x.png" onerror="alert(1)">'), (2, 'MSFT', repeat('Unbreakable', 40)),
        (3, 'ZZZ', E'\u05e9\u05dc\u05d5\u05dd \u0639\u0631\u0628\u064a \U0001F9D1\u200D\U0001F680 \U0001D54F')) v (n, s, d);
insert into positions (symbol, account_id, quantity, price, equity, average_buy_price, currency, asset_type, current_price, prev_price, sync_timestamp)
    values ('GOOG', 'a1', 99999999999.1234, 99999999.9999, 99999999999.9999, 0.0001, 'USD', 'Common Stock', 99999999.9999, 0.0001, '2008-10-14T21:00:00Z'),
        ('GOOG', 'a2', 0.0001, 0.0001, 0.0001, 99999999.9999, 'USD', 'Common Stock', 0.0001, 99999999.9999, '2008-10-14T21:00:00Z'),
        ('ZZZ', 'a2', 7, 12.34, 86.38, 11, 'EUR', 'Common Stock', 12.34, 12.5, '2008-10-14T21:00:00Z'),
        ('<b>"''&', 'a1', 1, 1, 1, 1, 'USD', 'Common Stock', 1, 1, '2008-10-14T21:00:00Z'),
        (repeat('LONGSYMBOL', 12), 'a1', 1, 1, 1, 1, 'USD', 'Common Stock', 1, 1, '2008-10-14T21:00:00Z');
insert into ohlcv_daily (symbol, date, open, high, low, close, volume)
    select 'GOOG', d, 350 + n, 360 + n, 340 + n, 355 + n, 1000000 + n
    from generate_series(0, 40) n, lateral (select date '2008-09-01' + n as d) x where extract(isodow from d) < 6;
insert into orders (brokerage_order_id, account_id, status, action, symbol, filled_quantity, execution_price, time_executed)
    values ('o1', 'a1', 'EXECUTED', 'SELL', 'GOOG', 1.5, 380.25, '2008-10-01T15:00:00Z'),
        ('o2', 'a1', 'EXECUTED', 'BUY', 'GOOG', 123456789.123456, 381.25, '2008-10-02T15:00:00Z');
insert into discord_messages (message_id, author, channel, content, "timestamp")
    select n::text, a, c, t, '2008-10-14T12:00:00Z'
    from (values
        (1, '<b>eve</b>', 'a"b', '<script>alert(1)</script>'),
        (2, repeat('W', 300), E'\u05e2\u05e8\u05d5\u05e5', repeat('x', 4000)),
        (3, E'\U0001F98A', E'\U0001F4C8', E'\u202eRIGHT TO LEFT\u202c')) v (n, a, c, t);
insert into discord_parsed_ideas (message_id, idea_index, idea_text, primary_symbol, direction, parsed_at, source_created_at, soft_chunk_index,
    local_idea_index, idea_summary, symbols, model, prompt_version, confidence, levels)
    select m::text, n, t, s, d, '2008-10-14T12:00:00Z', '2008-10-14T12:00:00Z', 0, n, '', '{GOOG}', 'rules', '1', 0.5,
        '[{"kind": "entry", "value": 99999999.99}, {"kind": "target", "value": 0.01}]'
    from (values
        (1, 1, '</td></table></main><script>alert(1)</script> & "all"', 'GOOG', 'bullish'),
        (1, 2, '<style>*{display:none}</style><base href="https://elsewhere.example/"><a href="javascript:alert(1)">here</a>', 'X"Y''<Z', 'bearish'),
        (2, 3, repeat('Loooong', 400), 'GOOG', 'mixed'),
        (2, 4, E'many\nlines\n\n\n\tand a tab', repeat('SYMBOL', 40), 'neutral'),
        (3, 5, E'\u05e7\u05e0\u05d9\u05ea\u05d9 GOOG \u05d1-350 \u0627\u0644\u0633\u0647\u0645 \u202ereversed and never closed', 'GOOG', 'bullish'),
        (3, 6, E'\U0001F680\U0001F680\U0001F680 \U0001D400\U0001D401 \U00020BB7 e\u0301\u0301\u0301\u0301\u0301\u0301\u0301', 'GOOG', 'bullish')) v (m, n, t, s, d);
insert into pipeline_runs (run_id, pipeline, status, started_at, finished_at) values
    ('r1', 'nightly<i>', 'failed', '2008-10-15T05:00:00Z', '2008-10-15T05:01:30Z'),
    ('r2', repeat('pipeline', 30), E'\u05e9', '2008-10-14T05:00:00Z', null),
    ('r3', 'nightly<i>', 'ok', '2008-10-13T05:00:00Z', '2008-10-14T05:01:30Z');
insert into pipeline_steps (run_id, step, attempt, position, status, started_at, finished_at, seconds, message) values
    ('r1', 'bars', 1, 1, 'failed', '2008-10-15T05:00:00Z', '2008-10-15T05:01:00Z', 60.5, '</td><script>x</script>'),
    ('r2', repeat('step', 60), 1, 1, 'ok', '2008-10-14T05:00:00Z', '2008-10-14T05:01:00Z', 60.5, repeat('/long/path', 60)),
    ('r3', E'\U0001F4A5', 1, 1, 'ok', '2008-10-13T05:00:00Z', '2008-10-13T05:01:00Z', 0.001, E'\u202e\u05d0\u05d1\u05d2');
