/** What experts see: pictures and clips as networks expect them. */
@NullMarked
package org.mmt4j.extract.image;

import org.jspecify.annotations.NullMarked;
