/** Sizes and architecture of a model, and their names in the authors' code. */
@NullMarked
package org.mmt4j.config;

import org.jspecify.annotations.NullMarked;
