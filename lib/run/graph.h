/* A pipeline as a picture: its steps in the order they can run, and what waits for what. */
#ifndef PF_RUN_GRAPH_H
#define PF_RUN_GRAPH_H

struct buf;
struct pipeline;

void graph_text(const struct pipeline *p, struct buf *out);
void graph_dot(const struct pipeline *p, struct buf *out); /* for Graphviz */
void graph_svg(
    const struct pipeline *p, struct buf *out); /* stands alone: no script, no font of elsewhere */

#endif
