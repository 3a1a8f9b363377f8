package dev.tigrit.starter.limit;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpConstants;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;

/**
 * Where one request ends among the bytes of a connection and the next one begins. The decoder keeps the beginning of a head to itself, so
 * a deadline that starts with the first byte needs the place. What a request is remains the decoder's decision.
 */
final class RequestBoundary {

    private boolean chunked;
    private boolean openEnded;
    private long bodyLeft;

    private boolean lineHasText;
    private boolean headHasText;
    private boolean atBlankLine;

    void headEnded(HttpRequest request) {
        chunked = HttpUtil.isTransferEncodingChunked(request);
        bodyLeft = chunked || request.decoderResult().isFailure() ? 0 : HttpUtil.getContentLength(request, 0L);
    }

    void bodyContinued(HttpContent part) {
        bodyLeft = Math.max(0, bodyLeft - part.content().readableBytes());
    }

    void requestEnded() {
        chunked = false;
        bodyLeft = 0;
        headHasText = false;
    }

    /** @return how many of these bytes come before the next boundary, at least one; all of a chunked body and what is behind it */
    int nextPart(ByteBuf bytes) {
        if (bodyLeft > 0) {
            openEnded = false;
            return (int) Math.min(bodyLeft, bytes.readableBytes());
        }
        openEnded = chunked;
        return upToBlankLine(bytes, !chunked);
    }

    /**
     * Whether the last part has the beginning of another request behind the end of a chunked one. A request ends with a blank line, and so
     * does a whole head, which the decoder would have read.
     */
    boolean hasBegunAgain() {
        var begun = openEnded && !atBlankLine;
        headHasText |= begun;
        return begun;
    }

    private int upToBlankLine(ByteBuf bytes, boolean stop) {
        var begin = bytes.readerIndex();
        var end = bytes.writerIndex();
        for (var line = begin; line < end; ) {
            var lineFeed = bytes.indexOf(line, end, HttpConstants.LF);
            var text = (lineFeed < 0 ? end : lineFeed) - line;
            lineHasText |= text > 1 || (text == 1 && bytes.getByte(line) != HttpConstants.CR);
            headHasText |= lineHasText;
            atBlankLine = lineFeed >= 0 && !lineHasText;
            if (lineFeed < 0) {
                break;
            }
            lineHasText = false;
            line = lineFeed + 1;
            // Empty lines before a request are skipped by the decoder.
            if (stop && atBlankLine && headHasText) {
                return line - begin;
            }
        }
        return end - begin;
    }
}
