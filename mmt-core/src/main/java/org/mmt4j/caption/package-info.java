/** Tokenized captions and the interface of caption encoders. */
@NullMarked
package org.mmt4j.caption;

import org.jspecify.annotations.NullMarked;
