const ATTEMPTS = 3;
/** Longest wait for S3, ms: all attempts fit into what an invocation keeps back. */
const ATTEMPT_MS = 2_500;

/**
 * Puts an answer to the presigned URL that CloudFormation gave, without a content type: the signature holds none.
 *
 * @throws Error after three attempts; a URL has a secret in it, so the message has none of it.
 */
export async function putAnswer(url: string, answer: string): Promise<void> {
  let said = "";
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    try {
      const response = await fetch(url, {
        method: "PUT",
        // Bytes: for a text, fetch would add a content type.
        body: Buffer.from(answer),
        signal: AbortSignal.timeout(ATTEMPT_MS),
      });
      if (response.ok) return;
      said = `status ${response.status}`;
    } catch (error) {
      said = error instanceof Error ? error.name : String(error);
    }
  }
  throw new Error(`CloudFormation's answer could not be put to S3: ${said}`);
}
