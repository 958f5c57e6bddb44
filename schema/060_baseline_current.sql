-- The baseline: the tables of the existing portfolio system as they are, nothing mended and nothing
-- added. A fresh database starts here; a database of that system never runs this file (pf-migrate
-- records it as adopted), so whatever must hold on both stands in the increments, from 100 up.
--
-- Row security is on from the start. Only service_role gets a policy, and only where that role
-- exists: hosted PostgreSQL has it, a private cluster does not.

create function public.update_updated_at_column() returns trigger
    language plpgsql
    as $$
begin
    new.updated_at = now();
    return new;
end;
$$;

create table public.schema_migrations (
    version text not null,
    applied_at timestamp without time zone default now(),
    description text,
    constraint schema_migrations_pkey primary key (version)
);

create table public.accounts (
    id text not null,
    brokerage_authorization text,
    portfolio_group text,
    name text,
    number text,
    institution_name text,
    total_equity real,
    last_successful_sync timestamp with time zone,
    sync_timestamp timestamp with time zone,
    constraint accounts_pkey primary key (id)
);

-- One row per account, currency and day. The key is missing here as it is there: see 110.
create table public.account_balances (
    account_id text not null,
    currency_code text not null,
    currency_name text,
    currency_id text,
    cash real,
    buying_power real,
    snapshot_date date,
    sync_timestamp timestamp with time zone
);

create table public.positions (
    symbol text not null,
    symbol_id text,
    symbol_description text,
    quantity numeric(15,4),
    price numeric(12,4),
    equity numeric(15,4),
    average_buy_price numeric(12,4),
    open_pnl numeric(15,4),
    asset_type text,
    currency text,
    logo_url text,
    exchange_code text,
    exchange_name text,
    mic_code text,
    figi_code text,
    account_id text default 'default_account' not null,
    created_at timestamp with time zone default now(),
    raw_symbol text,
    prev_price numeric(12,4),
    current_price numeric(12,4),
    price_updated_at timestamp with time zone,
    sync_timestamp timestamp with time zone,
    constraint positions_pkey primary key (symbol, account_id)
);

create table public.orders (
    brokerage_order_id text not null,
    account_id text,
    status text not null,
    action text not null,
    symbol text not null,
    total_quantity numeric(18,6),
    open_quantity numeric(18,6) default 0,
    canceled_quantity numeric(18,6) default 0,
    filled_quantity numeric(18,6),
    execution_price numeric(18,6),
    limit_price numeric(18,6),
    stop_price numeric(18,6),
    order_type text,
    time_in_force text,
    time_placed timestamp with time zone,
    time_updated timestamp with time zone,
    time_executed timestamp with time zone,
    expiry_date date,
    child_brokerage_order_ids jsonb,
    created_at timestamp with time zone default now(),
    updated_at timestamp with time zone default now(),
    user_id text default 'default_user',
    option_ticker text,
    option_expiry date,
    option_strike numeric(10,2),
    option_right text,
    sync_timestamp timestamp with time zone,
    notified boolean default false,
    constraint orders_pkey primary key (brokerage_order_id),
    constraint orders_action_check check (action in
        ('BUY', 'SELL', 'BUY_OPEN', 'SELL_CLOSE', 'BUY_TO_COVER', 'SELL_SHORT')),
    constraint orders_status_check check (status in
        ('PENDING', 'EXECUTED', 'CANCELED', 'REJECTED', 'EXPIRED', 'FILLED', 'PARTIAL'))
);

create index idx_orders_account_id on public.orders (account_id);
create index idx_orders_action on public.orders (action);
create index idx_orders_symbol on public.orders (symbol);
create index idx_orders_status on public.orders (status);
create index idx_orders_time_executed on public.orders (time_executed);
create index idx_orders_user_id on public.orders (user_id);
create index idx_orders_notified_status on public.orders (notified, status)
    where status = 'FILLED' and notified = false;

create trigger update_orders_updated_at before update on public.orders
    for each row execute function public.update_updated_at_column();

create table public.activities (
    id text not null,
    account_id text not null,
    activity_type text,
    trade_date timestamp with time zone,
    settlement_date timestamp with time zone,
    amount numeric,
    price numeric,
    units numeric,
    symbol text,
    description text,
    currency text default 'USD',
    fee numeric default 0,
    fx_rate numeric,
    external_reference_id text,
    institution text,
    option_type text,
    sync_timestamp timestamp with time zone default now(),
    created_at timestamp with time zone default now(),
    constraint activities_pkey primary key (id)
);

create index idx_activities_account_trade_date on public.activities (account_id, trade_date desc);
create index idx_activities_trade_date on public.activities (trade_date desc);
create index idx_activities_type on public.activities (activity_type);
create index idx_activities_symbol on public.activities (symbol);

create table public.symbols (
    id text not null,
    ticker text,
    description text,
    asset_type text,
    type_code text,
    exchange_code text,
    exchange_name text,
    exchange_mic text,
    figi_code text,
    raw_symbol text,
    logo_url text,
    base_currency_code text,
    is_supported boolean default true,
    is_quotable boolean default true,
    is_tradable boolean default true,
    created_at timestamp without time zone default now(),
    updated_at timestamp without time zone default now(),
    timezone text,
    market_open_time time without time zone,
    market_close_time time without time zone,
    constraint symbols_pkey primary key (id),
    constraint symbols_ticker_key unique (ticker)
);

create table public.symbol_aliases (
    id serial not null,
    ticker character varying(10) not null,
    alias character varying(50) not null,
    source character varying(20) default 'manual' not null,
    created_at timestamp with time zone default now() not null,
    updated_at timestamp with time zone default now() not null,
    constraint symbol_aliases_pkey primary key (id),
    constraint symbol_aliases_alias_source_key unique (alias, source)
);

create index idx_symbol_aliases_alias on public.symbol_aliases (alias);
create index idx_symbol_aliases_alias_lower on public.symbol_aliases (lower((alias)::text));
create index idx_symbol_aliases_source on public.symbol_aliases (source);
create index idx_symbol_aliases_ticker on public.symbol_aliases (ticker);

create table public.ohlcv_daily (
    symbol text not null,
    date date not null,
    open numeric(18,6),
    high numeric(18,6),
    low numeric(18,6),
    close numeric(18,6),
    volume bigint,
    created_at timestamp with time zone default now(),
    updated_at timestamp with time zone default now(),
    source text default 'databento',
    constraint ohlcv_daily_pkey primary key (symbol, date)
);

create index idx_ohlcv_daily_date on public.ohlcv_daily (date desc);
create index idx_ohlcv_daily_symbol on public.ohlcv_daily (symbol);
create index idx_ohlcv_daily_symbol_date on public.ohlcv_daily (symbol, date desc);

create trigger update_ohlcv_daily_updated_at before update on public.ohlcv_daily
    for each row execute function public.update_updated_at_column();

create table public.discord_messages (
    message_id text not null,
    author text not null,
    content text not null,
    channel text not null,
    "timestamp" text not null,
    created_at timestamp without time zone default now(),
    user_id text default 'default_user',
    num_chars integer,
    num_words integer,
    tickers_detected text,
    tweet_urls text,
    sentiment_score numeric(5,4),
    author_id bigint,
    is_reply boolean default false,
    reply_to_id bigint,
    mentions text,
    attachments text,
    prompt_version text,
    parse_status text default 'pending' not null,
    error_reason text,
    is_bot boolean default false,
    is_command boolean default false,
    channel_type text,
    constraint discord_messages_pkey primary key (message_id),
    constraint discord_messages_parse_status_check check (parse_status in
        ('pending', 'ok', 'error', 'skipped', 'noise'))
);

create index idx_discord_messages_channel on public.discord_messages (channel);
create index idx_discord_messages_channel_type on public.discord_messages (channel_type)
    where channel_type is not null;
create index idx_discord_messages_bot_command on public.discord_messages (is_bot, is_command)
    where is_bot = false and is_command = false;
create index idx_discord_messages_parse_status on public.discord_messages (parse_status)
    where parse_status = 'pending';
create index idx_discord_messages_timestamp on public.discord_messages ("timestamp");

create table public.discord_parsed_ideas (
    id uuid default gen_random_uuid() not null,
    message_id text not null,
    idea_index integer not null,
    idea_text text not null,
    idea_summary text,
    context_summary text,
    primary_symbol text,
    symbols text[] default '{}',
    instrument text,
    direction text,
    action text,
    time_horizon text default 'unknown',
    trigger_condition text,
    levels jsonb default '[]',
    option_type text,
    strike numeric,
    expiry date,
    premium numeric,
    labels text[] default '{}',
    label_scores jsonb default '{}',
    is_noise boolean default false,
    author_id text,
    channel_id text,
    model text default 'unknown' not null,
    prompt_version text default 'unknown' not null,
    confidence numeric(4,3),
    parsed_at timestamp with time zone default now(),
    raw_json jsonb,
    source_created_at timestamp with time zone,
    soft_chunk_index integer default 0 not null,
    local_idea_index integer default 0 not null,
    constraint discord_parsed_ideas_pkey primary key (id),
    constraint discord_parsed_ideas_chunk_key
        unique (message_id, soft_chunk_index, local_idea_index),
    constraint discord_parsed_ideas_message_idea_key unique (message_id, idea_index),
    constraint discord_parsed_ideas_action_check check (action in
        ('buy', 'sell', 'trim', 'add', 'watch', 'hold', 'short', 'hedge', 'none')),
    constraint discord_parsed_ideas_direction_check check (direction in
        ('bullish', 'bearish', 'neutral', 'mixed')),
    constraint discord_parsed_ideas_instrument_check check (instrument in
        ('equity', 'option', 'crypto', 'index', 'sector', 'event_contract')),
    constraint discord_parsed_ideas_option_type_check check (option_type in ('call', 'put')),
    constraint discord_parsed_ideas_time_horizon_check check (time_horizon in
        ('scalp', 'swing', 'long_term', 'unknown'))
);

create index idx_discord_parsed_ideas_message_id on public.discord_parsed_ideas (message_id);

create table public.processing_status (
    message_id text not null,
    channel text not null,
    processed_for_cleaning boolean default false,
    processed_for_twitter boolean default false,
    updated_at timestamp without time zone default now(),
    constraint processing_status_pkey primary key (message_id, channel)
);

create table public.stock_profile_current (
    ticker character varying(10) not null,
    last_updated timestamp with time zone default now() not null,
    latest_close_price numeric(12,4),
    previous_close_price numeric(12,4),
    daily_change_pct numeric(8,4),
    return_1w_pct numeric(8,4),
    return_1m_pct numeric(8,4),
    return_3m_pct numeric(8,4),
    return_1y_pct numeric(8,4),
    volatility_30d numeric(8,4),
    volatility_90d numeric(8,4),
    year_high numeric(12,4),
    year_low numeric(12,4),
    avg_volume_30d bigint,
    current_position_qty numeric(12,4),
    current_position_value numeric(14,2),
    avg_buy_price numeric(12,4),
    unrealized_pnl numeric(14,2),
    unrealized_pnl_pct numeric(8,4),
    total_orders_count integer default 0,
    buy_orders_count integer default 0,
    sell_orders_count integer default 0,
    avg_order_size numeric(12,4),
    first_trade_date date,
    last_trade_date date,
    total_mention_count integer default 0,
    mention_count_30d integer default 0,
    mention_count_7d integer default 0,
    avg_sentiment_score numeric(5,4),
    bullish_mention_pct numeric(5,2),
    bearish_mention_pct numeric(5,2),
    neutral_mention_pct numeric(5,2),
    first_mentioned_at timestamp with time zone,
    last_mentioned_at timestamp with time zone,
    label_trade_execution_count integer default 0,
    label_trade_plan_count integer default 0,
    label_technical_analysis_count integer default 0,
    label_options_count integer default 0,
    label_catalyst_news_count integer default 0,
    created_at timestamp with time zone default now() not null,
    updated_at timestamp with time zone default now() not null,
    constraint stock_profile_current_pkey primary key (ticker)
);

create index idx_stock_profile_current_mentions
    on public.stock_profile_current (mention_count_30d desc);
create index idx_stock_profile_current_position
    on public.stock_profile_current (current_position_qty desc nulls last);
create index idx_stock_profile_current_updated on public.stock_profile_current (last_updated desc);

create table public.stock_profile_history (
    ticker character varying(10) not null,
    as_of_date date not null,
    close_price numeric(12,4),
    daily_change_pct numeric(8,4),
    return_1w_pct numeric(8,4),
    return_1m_pct numeric(8,4),
    return_3m_pct numeric(8,4),
    return_1y_pct numeric(8,4),
    volatility_30d numeric(8,4),
    volatility_90d numeric(8,4),
    year_high numeric(12,4),
    year_low numeric(12,4),
    avg_volume_30d bigint,
    position_qty numeric(12,4),
    position_value numeric(14,2),
    avg_buy_price numeric(12,4),
    unrealized_pnl numeric(14,2),
    unrealized_pnl_pct numeric(8,4),
    total_orders_count integer default 0,
    total_mention_count integer default 0,
    mention_count_30d integer default 0,
    avg_sentiment_score numeric(5,4),
    bullish_mention_pct numeric(5,2),
    created_at timestamp with time zone default now() not null,
    constraint stock_profile_history_pkey primary key (ticker, as_of_date)
);

create index idx_stock_profile_history_date on public.stock_profile_history (as_of_date desc);
create index idx_stock_profile_history_ticker_date
    on public.stock_profile_history (ticker, as_of_date desc);

create table public.institutional_holdings (
    id serial not null,
    filing_date date,
    manager_cik character varying(10),
    manager_name character varying(255),
    cusip character varying(9) not null,
    ticker character varying(10),
    company_name character varying(255),
    value_usd bigint,
    shares bigint,
    share_type character varying(10),
    is_put boolean default false,
    is_call boolean default false,
    created_at timestamp with time zone default now(),
    constraint institutional_holdings_pkey primary key (id)
);

do $$
declare
    t text;
begin
    foreach t in array array['accounts', 'account_balances', 'positions', 'orders', 'activities',
        'symbols', 'symbol_aliases', 'ohlcv_daily', 'discord_messages', 'discord_parsed_ideas',
        'processing_status', 'stock_profile_current', 'stock_profile_history',
        'institutional_holdings', 'schema_migrations']
    loop
        execute format('alter table public.%I enable row level security', t);
        if exists (select from pg_catalog.pg_roles where rolname = 'service_role') then
            execute format('create policy %I on public.%I to service_role using (true)'
                ' with check (true)', 'service_role_all_' || t, t);
        end if;
    end loop;
end;
$$;
