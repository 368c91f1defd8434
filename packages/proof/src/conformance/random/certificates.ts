/** Client certificates in DER, base64, as `x-local-client-certificate` takes them. Self-signed; their keys were thrown away. */
export const certificates = {
  /** CN=catapult-app.vibescm.com: Vibes' own name (wire contract §1). */
  right: [
    'MIIBnTCCAUOgAwIBAgIUCNn/4uJ8cPD3DPcknLboNQAwXiAwCgYIKoZIzj0EAwIwIzEhMB8GA1UEAwwYY2F0YXB1bHQtYXBw',
    'LnZpYmVzY20uY29tMCAXDTI2MTEzMDE4MzkxOFoYDzIxMjYxMTA2MTgzOTE4WjAjMSEwHwYDVQQDDBhjYXRhcHVsdC1hcHAu',
    'dmliZXNjbS5jb20wWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQrqE+7EeHEjU3d/uHgsMfuB8Qb+LCFsn8fqarYmpVkTZb7',
    'HCKPRdWrv4o61A5JHrLCEmj6SG/tVN2tsmSqBgFto1MwUTAdBgNVHQ4EFgQUZ0Vd1yc1YSkAzcW/F2xIUfQWFcAwHwYDVR0j',
    'BBgwFoAUZ0Vd1yc1YSkAzcW/F2xIUfQWFcAwDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNIADBFAiB5/tPpHI6KZ4je',
    'pFwpAMLBGMfxXPf+7Z401QHQkjTXjQIhAL7p+dwIGDAEMj1Uay/HukowFbPoWOHxhzh/YCaR/ur/',
  ].join(''),
  /** CN=another.example.com: the CA signs for the whole world. */
  wrong: [
    'MIIBkzCCATmgAwIBAgIUVVHHxEywsn5mo2aqZI96KpoXvbIwCgYIKoZIzj0EAwIwHjEcMBoGA1UEAwwTYW5vdGhlci5leGFt',
    'cGxlLmNvbTAgFw0yNjExMzAxODM5MThaGA8yMTI2MTEwNjE4MzkxOFowHjEcMBoGA1UEAwwTYW5vdGhlci5leGFtcGxlLmNv',
    'bTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABO3ODOCbdhWNMgRsS/UTEmZm/85WpSe3Sw3+8wra9JZ2dkpXWFyvmOVG91b8',
    'buoPgkLQevScxM1Hkn4025m53P6jUzBRMB0GA1UdDgQWBBQXsh1rZ2vEUkTYpTJRwcHTX1N6pjAfBgNVHSMEGDAWgBQXsh1r',
    'Z2vEUkTYpTJRwcHTX1N6pjAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0gAMEUCICEfr1Qvhy204EW5zekLaJVW1iY1',
    '4ab+w/6q9Puj9EQBAiEA9vyTbsXRGP3QSnJ9729+eVbkQ1Mwukfm+Fr/0+SuhsU=',
  ].join(''),
} as const;
