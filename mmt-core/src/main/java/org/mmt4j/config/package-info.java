/**
 * The sizes of a model and the forms that its parts can have, with the names in the authors' code.
 */
@NullMarked
package org.mmt4j.config;

import org.jspecify.annotations.NullMarked;
