/** Base models: provenance, licence, blocks and input. */
@NullMarked
package io.headstart.catalog;

import org.jspecify.annotations.NullMarked;
