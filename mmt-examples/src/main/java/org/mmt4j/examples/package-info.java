/** Programs that a newcomer runs. */
@NullMarked
package org.mmt4j.examples;

import org.jspecify.annotations.NullMarked;
