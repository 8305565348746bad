/** Captions as tokens, and the interface of their encoders. */
@NullMarked
package org.mmt4j.caption;

import org.jspecify.annotations.NullMarked;
