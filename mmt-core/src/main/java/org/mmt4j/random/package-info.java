/** Random numbers that reproduce those of the authors' code. */
@NullMarked
package org.mmt4j.random;

import org.jspecify.annotations.NullMarked;
