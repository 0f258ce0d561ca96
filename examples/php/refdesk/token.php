<?php
/**
 * A portal's token for the member who is signed on, with what PHP brings along (hash and openssl).
 *
 * Four things must never happen:
 * - a secret in a page, a script that a browser gets, a repository or a log;
 * - a token in a page: a page cache would hand one member's token to the next visitor. Give it in answer to a POST that
 *   the page's script makes, with Cache-Control: no-store;
 * - a token for anybody but the member of the portal's own session: never take the member or the tier from the request;
 * - one token for two frames: each is good once, for a minute.
 */

declare(strict_types=1);

function refdesk_base64url(string $bytes): string
{
    return rtrim(strtr(base64_encode($bytes), '+/', '-_'), '=');
}

/**
 * Says: this is $member, who may read what $tier may (public, member or staff).
 *
 * $signing_key is the secret shared with the desk (HS256), or an RSA private key in PEM (RS256). $pseudonym_key is a second
 * secret that never leaves the portal: with it a member has a name that the desk cannot trace back.
 */
function refdesk_token(
    string $issuer,
    string $audience,
    #[\SensitiveParameter] string $signing_key,
    #[\SensitiveParameter] string $pseudonym_key,
    string $member,
    string $tier
): string {
    $is_pem = str_starts_with($signing_key, '-----BEGIN');
    $claims = [
        'iss' => $issuer,
        'aud' => $audience,
        'sub' => hash_hmac('sha256', $member, $pseudonym_key),
        'iat' => time(),
        'exp' => time() + 60,
        'jti' => refdesk_base64url(random_bytes(24)),
        'tier' => $tier,
    ];
    $header = ['alg' => $is_pem ? 'RS256' : 'HS256', 'typ' => 'JWT'];
    $words = refdesk_base64url(json_encode($header, JSON_THROW_ON_ERROR)) . '.'
        . refdesk_base64url(json_encode($claims, JSON_THROW_ON_ERROR | JSON_UNESCAPED_SLASHES));
    if (!$is_pem) {
        return $words . '.' . refdesk_base64url(hash_hmac('sha256', $words, $signing_key, true));
    }
    if (!openssl_sign($words, $signature, $signing_key, OPENSSL_ALGO_SHA256)) {
        throw new RuntimeException('The signing key is no private key in PEM.');
    }
    return $words . '.' . refdesk_base64url($signature);
}
