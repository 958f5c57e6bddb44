/*
 * Databento's side of the historical HTTP API, version 0: what
 *databento.com/docs/api-reference-historical and the vendor's OpenAPI document say, and what its
 *errors were seen to look like.
 *
 *	databento_words      the words of parameters, datasets, publishers
 *	databento_book       rows and symbols of the files that are served
 *	databento_csv, _dbn  read those files
 *	databento_store      the datasets that the books make
 *	databento_query      the parameters of a request
 *	databento_symbols    which symbols they mean
 *	databento_encode     records as DBN, CSV and JSON
 *	databento_range      timeseries.get_range
 *	databento_meta       metadata.* and symbology.resolve
 *	databento_error      what goes wrong, in the vendor's shapes
 */
#ifndef PF_SANDBOX_DATABENTO_H
#define PF_SANDBOX_DATABENTO_H

struct sandbox_vendor;

extern const struct sandbox_vendor databento_vendor;

#endif
