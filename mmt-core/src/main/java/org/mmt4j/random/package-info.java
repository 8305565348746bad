/** Random numbers that repeat those of the authors' code. */
@NullMarked
package org.mmt4j.random;

import org.jspecify.annotations.NullMarked;
