/* How each kind of check is looked at; a function a row of health_kinds. */
#ifndef PF_HEALTH_LOOKS_H
#define PF_HEALTH_LOOKS_H

#include "health/kinds.h"

/* the database: look_database.c, look_rows.c */
health_look_fn look_clock, look_database, look_ledger, look_pooler, look_size;
health_look_fn look_fresh, look_heartbeat, look_pipeline, look_rows;

/* this machine: look_host.c, look_file.c, look_port.c */
health_look_fn look_disk, look_memory, look_ntp, look_swap, look_zone;
health_look_fn look_backup, look_file, look_program;
health_look_fn look_port;

/* programs and services: look_unit.c, look_command.c */
health_look_fn look_container, look_unit;
health_look_fn look_command, look_secrets;

/* the network: look_http.c */
health_look_fn look_certificate, look_http;

#endif
