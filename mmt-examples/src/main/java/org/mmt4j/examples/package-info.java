/** Example programs. */
@NullMarked
package org.mmt4j.examples;

import org.jspecify.annotations.NullMarked;
